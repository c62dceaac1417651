// Counted by an index that picks the input and the output.
#include <string>
#include <vector>

struct Token {
  int kind;
  std::string text;
};

static std::vector<Token> lex(const std::string& text) {
  std::vector<Token> tokens;
  std::string word;
  for (char c : text) {
    if (c == ' ') {
      tokens.push_back({1, word});
      word.clear();
    } else {
      word += c;
    }
  }
  return tokens;
}

void lex_all(const std::vector<std::string>& files, std::vector<std::vector<Token>>& out) {
  for (std::size_t i = 0; i < files.size(); ++i) // CHECK: paraudit-parallel-candidate
    out[i] = lex(files[i]);
}
