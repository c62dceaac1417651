static int queries;

class Index {
public:
  int find(int key) const { // CHECK: paraudit-const-mutation
    ++queries;
    return key;
  }
};

int use(const Index& index) { return index.find(1); }
