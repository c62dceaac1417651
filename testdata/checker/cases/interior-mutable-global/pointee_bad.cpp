// The pointer is const, what it points to is not.
struct Node {
  int uses = 0;
};

static Node* const root = new Node; // CHECK: paraudit-interior-mutable-global

void touch() { ++root->uses; }
