// A short body whose work is in what it calls, in an inner loop.
#include <cstdint>
#include <vector>

struct Block {
  std::vector<std::uint8_t> bytes;
  std::uint32_t sum = 0;
};

static std::uint32_t step(std::uint32_t sum, std::uint8_t byte) {
  sum = (sum ^ byte) * 16777619u;
  return (sum >> 7) ^ (sum << 3) ^ byte;
}

static std::uint32_t checksum(const std::vector<std::uint8_t> &bytes) {
  std::uint32_t sum = 0;
  for (std::uint8_t byte : bytes)
    sum = step(sum, byte);
  return sum;
}

void sign(std::vector<Block> &blocks) {
  for (Block &block : blocks) // CHECK: paraudit-parallel-candidate
    block.sum = checksum(block.bytes);
}
