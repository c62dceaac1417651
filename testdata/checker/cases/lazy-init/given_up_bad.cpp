// Given up where it fails, kept where it does not: made on first use.
struct Index {
  bool ok;
};
static Index* index_of_names;
Index* read_index();

Index* names() {
  if (index_of_names == nullptr) { // CHECK: paraudit-lazy-init
    index_of_names = read_index();
    if (!index_of_names->ok)
      index_of_names = nullptr;
  }
  return index_of_names;
}
