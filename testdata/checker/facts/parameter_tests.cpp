// What branches and cases on a parameter tell of it.
void log();

enum class Kind { kAck, kLoss, kShutdown = 7 };

void by_truth(bool locks) {
  if (!locks)
    log();
}

void by_case(Kind kind) {
  switch (kind) {
  case Kind::kAck:
  case Kind::kShutdown:
    log();
    break;
  case Kind::kLoss:
    break;
  }
}

void by_default(int kind) {
  switch (kind) {
  default:
    log();
    break;
  case -1:
    log();
  }
}

void by_range(int kind) {
  switch (kind) {
  case 1 ... 3:
    log();
  }
}

void not_kept(int kind) {
  kind += 1;
  switch (kind) {
  case 1:
    log();
  }
}
