#include <mutex>

extern std::mutex left;
extern std::mutex right;
extern int tokens;
