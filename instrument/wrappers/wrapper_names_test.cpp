#include "instrument/wrappers/wrapper_names.h"

#include <gtest/gtest.h>

namespace paraudit::instrument {
namespace {

bool is_wrapper(const char* linker_name) {
  return is_wrapper_name(parse_function_name(linker_name));
}

TEST(WrapperNames, FindsTheFunctionsOwnName) {
  FunctionName name = parse_function_name("_ZN7leveldb4port5Mutex4LockEv");
  EXPECT_EQ(name.base, "Lock");
  EXPECT_EQ(name.scope, "Mutex");
  EXPECT_FALSE(name.standard);
  EXPECT_EQ(parse_function_name("_ZN7leveldb9MutexLockC2EPNS_4port5MutexE").base, "MutexLock");
  EXPECT_TRUE(parse_function_name("_ZN7leveldb9MutexLockC2EPNS_4port5MutexE").constructor);
  EXPECT_TRUE(parse_function_name("_ZN7leveldb9MutexLockD2Ev").destructor);
  EXPECT_EQ(parse_function_name("_ZNK3foo3Box3getEv").base, "get");
  EXPECT_EQ(parse_function_name("_Z7processi").base, "process");
  EXPECT_EQ(parse_function_name("_ZL7processi").base, "process");
  EXPECT_EQ(parse_function_name("main").base, "main");
}

TEST(WrapperNames, LooksThroughTemplateArguments) {
  FunctionName name = parse_function_name("_ZN3foo6HolderISt3mapIiSsSt4lessIiESaISt4pairIKiSsEEELb1EE4LockEv");
  EXPECT_EQ(name.base, "Lock");
  EXPECT_EQ(name.scope, "Holder");
  EXPECT_FALSE(name.standard);
  EXPECT_EQ(parse_function_name("_ZN3foo5ArrayINS_4ItemELm16EE3addERKS1_").base, "add");
}

TEST(WrapperNames, TheStandardLibrarysLocksAreTransparent) {
  EXPECT_TRUE(is_wrapper("_ZNSt5mutex4lockEv"));
  EXPECT_TRUE(is_wrapper("_ZNSt10lock_guardISt5mutexEC2ERS0_"));
  EXPECT_TRUE(is_wrapper("_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE"));
  EXPECT_TRUE(is_wrapper("_ZL20__gthread_mutex_lockP15pthread_mutex_t"));
  EXPECT_TRUE(is_wrapper("_ZStL23__glibcxx_rwlock_rdlockP16pthread_rwlock_t"));
  EXPECT_TRUE(is_wrapper("_ZNSt3__15mutex4lockEv"));
  EXPECT_TRUE(is_wrapper("_ZSt4lockISt5mutexS0_JEEvRT_RT0_DpRT1_"));
  EXPECT_TRUE(is_wrapper("_ZNSt8__detail11__lock_implISt5mutexEEvRiS3_iRT_"));
  EXPECT_TRUE(is_wrapper("_ZNSt3_V222condition_variable_any4waitISt11unique_lockISt5mutexEEEvRT_"));
}

TEST(WrapperNames, StandardFunctionsThatRunUserCodeAreNot) {
  EXPECT_FALSE(is_wrapper("_ZNSt6thread11_State_implINS_8_InvokerISt5tupleIJPFvvEEEEEE6_M_runEv"));
  FunctionName run =
      parse_function_name("_ZNSt6thread11_State_implINS_8_InvokerISt5tupleIJZN12_GLOBAL__N_19hand_overEvEUlvE_"
                          "EEEEE6_M_runEv");
  EXPECT_EQ(run.base, "_M_run");
  EXPECT_EQ(run.scope, "_State_impl");
  EXPECT_FALSE(is_wrapper_name(run));
  EXPECT_FALSE(is_wrapper("_ZNKSt8weak_ptrIiE4lockEv"));
  EXPECT_FALSE(is_wrapper("_ZSt8for_eachIPi3WorkET0_T_S3_S2_"));
  EXPECT_TRUE(parse_function_name("_ZSt8for_eachIPi3WorkET0_T_S3_S2_").standard);
}

TEST(WrapperNames, WrappersAreKnownByTheirNames) {
  EXPECT_TRUE(is_wrapper("_ZN7leveldb4port5Mutex4LockEv"));
  EXPECT_TRUE(is_wrapper("_ZN7leveldb9MutexLockC2EPNS_4port5MutexE"));
  EXPECT_TRUE(is_wrapper("_ZN7leveldb4port7CondVar4WaitEv"));
  for (const char* name : {"uv_mutex_lock", "apr_thread_mutex_lock", "g_rw_lock_writer_lock",
                           "CRYPTO_THREAD_write_lock", "CRYPTO_THREAD_read_lock", "ossl_crypto_condvar_wait",
                           "sqlite3_mutex_enter", "xmlMutexLock", "virRWLockRead", "Tcl_MutexLock", "SDL_LockMutex",
                           "SDL_TryLockMutex", "PR_Lock", "PR_WaitCondVar", "PyThread_acquire_lock_timed"})
    EXPECT_TRUE(is_wrapper(name)) << name;
  EXPECT_TRUE(is_wrapper("_ZN4llvm3sys11RWMutexImpl11lock_sharedEv"));
}

TEST(WrapperNames, OtherFunctionsAreNot) {
  EXPECT_FALSE(is_wrapper("main"));
  EXPECT_FALSE(is_wrapper("_ZN7leveldb6DBImpl3GetERKNS_11ReadOptionsERKNS_5SliceEPSs"));
  EXPECT_FALSE(is_wrapper("_ZN7leveldb9MutexLockD2Ev"));
  EXPECT_FALSE(is_wrapper("_ZN3foo5BlockC2Ev")); // ends with "lock", but not with "Lock"
  EXPECT_FALSE(is_wrapper("_ZN3foo5ClockC1Ev"));
  EXPECT_FALSE(is_wrapper("_ZN3foo6LockerD0Ev"));
  EXPECT_FALSE(is_wrapper("_ZZ4mainENKUlvE_clEv"));
  EXPECT_FALSE(is_wrapper("_ZN3foo6UnlockEv"));
  for (const char* name : {"block", "CRYPTO_THREAD_unlock", "uv_mutex_unlock", "SDL_UnlockMutex", "PR_Unlock",
                           "g_rw_lock_writer_unlock", "sqlite3_mutex_leave", "Tcl_MutexUnlock"})
    EXPECT_FALSE(is_wrapper(name)) << name;
}

TEST(WrapperNames, BrokenNamesAreNoWrappers) {
  for (const char* name :
       {"", "_Z", "_ZN", "_ZNK", "_ZN99999foo4LockEv", "_ZN3fooI", "_ZN3fooILi3", "_ZNS", "_ZN3fooDEv", "_ZN3fooIL",
        "_ZL", "_ZN3foo99999999999999999999999Lock", "_ZN3fooIXadL_Z3barvEEE4LockEv"})
    EXPECT_FALSE(is_wrapper(name)) << name;
}

} // namespace
} // namespace paraudit::instrument
