#include "model.h"

const Model model; // CHECK: paraudit-interior-mutable-global
