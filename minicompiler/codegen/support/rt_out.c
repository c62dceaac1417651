/* Sinks, panics and the C entry point. */
#include "minicompiler/codegen/support/rt.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { kLineBuffer = 1024, kGuard = 64 * 1024 };

static char stdout_buffer[kLineBuffer];
static size_t stdout_used;
static char* message;
static size_t message_used;
static size_t message_capacity;
static int panicking;

static const RtLocation kPrintLocation = {"library/std/src/io/stdio.rs", 27, 1165, 9};

/* Returns 0, or the error number. A closed descriptor counts as success, as in Rust's standard library. */
static int write_all(int fd, const char* text, size_t length) {
  while (length > 0) {
    ssize_t n = write(fd, text, length);
    if (n < 0) {
      if (errno == EINTR)
        continue;
      return errno == EBADF ? 0 : errno;
    }
    text += n;
    length -= (size_t)n;
  }
  return 0;
}

static void stdout_failed(int error) {
  stdout_used = 0;
  if (panicking)
    return;
  char text[256];
  int n = snprintf(text, sizeof text, "failed printing to stdout: %s (os error %d)", strerror(error), error);
  minirc_rt_panic(text, (uint64_t)n, &kPrintLocation);
}

static void flush_stdout(void) {
  size_t used = stdout_used;
  stdout_used = 0;
  int error = write_all(1, stdout_buffer, used);
  if (error)
    stdout_failed(error);
}

static void write_stdout(const char* text, size_t length) {
  const char* newline = memrchr(text, '\n', length);
  size_t lines = newline ? (size_t)(newline - text) + 1 : 0;
  if (stdout_used + lines > kLineBuffer || (!lines && stdout_used + length > kLineBuffer))
    flush_stdout();
  if (lines > kLineBuffer) {
    int error = write_all(1, text, lines);
    if (error)
      stdout_failed(error);
  } else if (lines) {
    memcpy(stdout_buffer + stdout_used, text, lines);
    stdout_used += lines;
    flush_stdout();
  }
  text += lines;
  length -= lines;
  if (length >= kLineBuffer) {
    int error = write_all(1, text, length);
    if (error)
      stdout_failed(error);
    return;
  }
  memcpy(stdout_buffer + stdout_used, text, length);
  stdout_used += length;
}

static void write_message(const char* text, size_t length) {
  if (message_used + length > message_capacity) {
    message_capacity = (message_used + length) * 2;
    message = realloc(message, message_capacity);
    if (!message)
      abort();
  }
  memcpy(message + message_used, text, length);
  message_used += length;
}

void minirc_rt_out(uint32_t sink, const char* text, uint64_t length) {
  if (length == 0)
    return;
  if (sink == RT_STDOUT)
    write_stdout(text, length);
  else if (sink == RT_STDERR)
    write_all(2, text, length);
  else
    write_message(text, length);
}

_Noreturn void minirc_rt_exit(int32_t code) {
  write_all(1, stdout_buffer, stdout_used);
  stdout_used = 0;
  exit(code);
}

_Noreturn void minirc_rt_panic(const char* text, uint64_t length, const RtLocation* where) {
  panicking = 1;
  char head[128];
  const char* backtrace = getenv("RUST_BACKTRACE");
  int n = snprintf(head, sizeof head, "\nthread 'main' (%ld) panicked at ", (long)syscall(SYS_gettid));
  write_all(2, head, (size_t)n);
  write_all(2, where->file, where->file_length);
  n = snprintf(head, sizeof head, ":%u:%u:\n", where->line, where->column);
  write_all(2, head, (size_t)n);
  write_all(2, text, length);
  write_all(2, "\n", 1);
  if (!backtrace || strcmp(backtrace, "0") == 0) {
    static const char kNote[] = "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
    write_all(2, kNote, sizeof kNote - 1);
  }
  minirc_rt_exit(101);
}

_Noreturn void minirc_rt_panic_message(const RtLocation* where) {
  minirc_rt_panic(message, message_used, where);
}

_Noreturn void minirc_rt_panic_const(uint32_t kind, const RtLocation* where) {
#define MINIRC_PANIC(id, text) text,
  static const char* const kTexts[] = {
#include "minicompiler/mir/panics.def"
  };
#undef MINIRC_PANIC
  minirc_rt_panic(kTexts[kind], strlen(kTexts[kind]), where);
}

_Noreturn void minirc_rt_panic_bounds(uint64_t index, uint64_t length, const RtLocation* where) {
  char text[128];
  int n = snprintf(text, sizeof text, "index out of bounds: the len is %llu but the index is %llu",
                   (unsigned long long)length, (unsigned long long)index);
  minirc_rt_panic(text, (uint64_t)n, where);
}

/* A fault just below the stack is the stack's end: said so, as Rust does, on a stack of its own. */
static uintptr_t stack_end;

static void on_fault(int number, siginfo_t* info, void* context) {
  (void)context;
  uintptr_t at = (uintptr_t)info->si_addr;
  if (at < stack_end + kGuard && at + kGuard >= stack_end) {
    char text[160];
    int n = snprintf(text, sizeof text,
                     "\nthread 'main' (%ld) has overflowed its stack\nfatal runtime error: stack overflow, aborting\n",
                     (long)syscall(SYS_gettid));
    write_all(2, text, (size_t)n);
    abort();
  }
  signal(number, SIG_DFL); /* and fault again */
}

static void watch_stack(void) {
  static char own_stack[64 * 1024];
  pthread_attr_t attributes;
  void* address;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0)
    return;
  pthread_attr_getstack(&attributes, &address, &size);
  pthread_attr_destroy(&attributes);
  stack_end = (uintptr_t)address;
  stack_t stack = {.ss_sp = own_stack, .ss_size = sizeof own_stack};
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  if (sigaltstack(&stack, NULL) == 0) {
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
  }
}

/* The crate's `main`; codegen gives it this name. */
extern void minirc_user_main(void);

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  watch_stack();
  minirc_user_main();
  minirc_rt_exit(0);
}
