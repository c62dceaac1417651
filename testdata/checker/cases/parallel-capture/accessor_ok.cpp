// The task's number picks the row, through accessors that compute the element from several parameters.
#include <thread>
#include <vector>

struct Image {
  int width = 64;
  std::vector<float> pixels;
  float& at(int x, int y) { return pixels[y * width + x]; }
  float& operator()(int x, int y) { return pixels[y * width + x]; }
  float* row(int y) { return pixels.data() + y * width; }
};

float& cell(Image& image, int index) {
  return image.pixels[index];
}
float& cell_of(float* cells, int row, int column) {
  return cells[row * 8 + column];
}

void render(Image& image, Image& second) {
  std::vector<std::thread> threads;
  for (int y = 0; y < 64; ++y)
    threads.emplace_back([&image, &second, y] {
      for (int x = 0; x < 64; ++x) {
        image.at(x, y) = 1;
        image(x, y) += 1;
        image.row(y)[x] += 1;
        auto& pixel = image.at(x, y);
        pixel = pixel * 2;
        cell(second, y) = 1;
        cell_of(second.pixels.data(), y, x) += 2;
      }
    });
  for (std::thread& thread : threads)
    thread.join();
}
