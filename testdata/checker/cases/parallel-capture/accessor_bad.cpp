// Every task gets at the same elements: what picks them is not the task's number, or none is given.
#include <thread>
#include <vector>

struct Image {
  int width = 64;
  std::vector<float> pixels, sums;
  float& at(int x, int y) { return pixels[y * width + x]; }
  float& last() { return pixels.back(); }
  float& sum(int x, int y) { return sums[y * width + x]; }
};

void render(Image& image, Image& shadow) {
  std::vector<std::thread> threads;
  for (int y = 0; y < 64; ++y)
    threads.emplace_back([&image, &shadow, y] {
      for (int x = 0; x < 64; ++x) {
        image.at(x, x) = 1;     // CHECK: paraudit-parallel-capture
        image.sum(x, y / 2)++;  // CHECK: paraudit-parallel-capture
        shadow.last() += y + x; // CHECK: paraudit-parallel-capture
      }
    });
  for (std::thread& thread : threads)
    thread.join();
}
