#pragma once
// What the log of another file keeps is its own affair, not that of every const method that logs.
void log(const char* text);
