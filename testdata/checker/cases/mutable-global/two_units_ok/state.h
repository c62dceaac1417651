#pragma once
#include <mutex>

extern std::mutex state_mutex;
extern int current_line;
void next_line();
