// Wrong: the task's number picks the row, but through an accessor that computes the element from two parameters.
#include <thread>
#include <vector>

struct Image {
  int width;
  std::vector<float> pixels;
  float& at(int x, int y) { return pixels[y * width + x]; }
};

void render(Image& image) {
  std::vector<std::thread> threads;
  for (int y = 0; y < 64; ++y)
    threads.emplace_back([&image, y] {
      for (int x = 0; x < 64; ++x)
        image.at(x, y) = 1; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
}
