# Completion for bash (and zsh after `autoload -U bashcompinit && bashcompinit`). The options are those of each program's
# own --help, so that they never go out of date.
_paraudit_subcommands() {
  sed -n '/^[Ss]ubcommands:/,/^$/s/^  \([a-z]\{1,\}\) .*/\1/p'
}

_paraudit() {
  local current=${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$("${COMP_WORDS[0]}" --help 2>/dev/null | _paraudit_subcommands)" --help --version"
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  # Behind `--` stands another program's command line.
  local word
  for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
    [ "$word" != -- ] || {
      COMPREPLY=($(compgen -f -- "$current"))
      return
    }
  done
  case $current in
  -*)
    words=$("${COMP_WORDS[0]}" "${COMP_WORDS[1]}" --help 2>/dev/null | sed -n 's/^  \(-[^ ]*\).*/\1/p' | tr ',' ' ')
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    ;;
  *)
    words=$("${COMP_WORDS[0]}" "${COMP_WORDS[1]}" --help 2>/dev/null | _paraudit_subcommands)
    COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
    ;;
  esac
}
complete -o filenames -F _paraudit paraudit
