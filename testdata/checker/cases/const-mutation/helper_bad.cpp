// Through a helper of the same class that is not const.
class Lexer {
public:
  int peek() const { // CHECK: paraudit-const-mutation
    const_cast<Lexer*>(this)->advance();
    return position_;
  }

private:
  void advance() { ++position_; }

  int position_ = 0;
};

int use(const Lexer& lexer) { return lexer.peek(); }
