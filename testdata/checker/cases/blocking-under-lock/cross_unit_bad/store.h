#pragma once
class Store {
public:
  void save(int value);
};
