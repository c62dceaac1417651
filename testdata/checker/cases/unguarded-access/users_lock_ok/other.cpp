#include "slots.h"

void count(Slots& mine) { mine.add(); }
