#include "minicompiler/driver/session.h"

#include <csignal>

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN); // a reader that goes away is an error to report
  int exit_code = 0;
  auto options = minirc::driver::parse_options(argc, argv, exit_code);
  return options ? minirc::driver::compile(*options) : exit_code;
}
