// A scanner's position: set where it is null, and set by each token: state that changes, and told as such.
static char* position;
static char text[64];

char next() {
  if (!position)
    position = text;
  return *position;
}

void advance(int length) {
  position = position + length;
}
