#include "model.h"

int Model::rank() const { return ++rank_; }

int use() { return model.rank(); }
