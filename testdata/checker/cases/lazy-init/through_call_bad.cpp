// The initialisation is in a function of its own.
static int* keywords;

static void fill() { keywords = new int[64]; }

int keyword(int index) {
  if (!keywords) // CHECK: paraudit-lazy-init
    fill();
  return keywords[index];
}
