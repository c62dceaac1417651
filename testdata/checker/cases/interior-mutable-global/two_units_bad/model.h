#pragma once

class Model {
public:
  int rank() const;

private:
  mutable int rank_ = 0;
};

extern const Model model;
