mod bank {
    #[derive(Debug)]
    pub struct Account {
        pub id: u32,
        balance: i64,
    }

    impl Account {
        pub fn open(id: u32) -> Account {
            Account { id, balance: 0 }
        }
        pub fn deposit(&mut self, amount: i64) -> &mut Account {
            self.balance += amount;
            self
        }
        pub fn withdraw(&mut self, amount: i64) -> bool {
            if !self.covers(amount) {
                return false;
            }
            self.balance -= amount;
            true
        }
        fn covers(&self, amount: i64) -> bool {
            self.balance >= amount
        }
        pub fn balance(&self) -> i64 {
            self.balance
        }
    }

    pub fn transfer(from: &mut Account, to: &mut Account, amount: i64) -> bool {
        if from.withdraw(amount) {
            to.deposit(amount);
            true
        } else {
            false
        }
    }
}

use bank::{transfer, Account};

fn close(account: Account) -> i64 {
    account.balance()
}

fn main() {
    let mut a = Account::open(1);
    let mut b = Account::open(2);
    a.deposit(100).deposit(50);
    println!("{} {}", transfer(&mut a, &mut b, 70), transfer(&mut b, &mut a, 1000));
    println!("{:?} {:?}", a, b);
    println!("{} {}", a.id + b.id, close(a) - close(b));
}
