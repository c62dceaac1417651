// Lock functions of widespread C libraries: whoever locks through them wants to see the line of the call, "// = N".
// What is not installed is named in the output, with the lines that acquire nothing then.
#include <dlfcn.h>
#include <stdio.h>

typedef void* New(void);
typedef int Use(void*);

static void* library(const char* name, int first, int last) {
  void* found = dlopen(name, RTLD_NOW);
  if (found == NULL)
    printf("%d %d\n", first, last);
  return found;
}
static Use* function(void* library, const char* name) {
  return (Use*)dlsym(library, name);
}

int main(void) {
  static long room[5][32];
  void* crypto = library("libcrypto.so.3", __LINE__, __LINE__ + 8);
  if (crypto != NULL) {
    void* lock = ((New*)dlsym(crypto, "CRYPTO_THREAD_lock_new"))();
    Use* unlock = function(crypto, "CRYPTO_THREAD_unlock");
    Use *write = function(crypto, "CRYPTO_THREAD_write_lock"), *read = function(crypto, "CRYPTO_THREAD_read_lock");
    write(lock); // = 1
    unlock(lock);
    read(lock); // = 1
    unlock(lock);
  }
  void* uv = library("libuv.so.1", __LINE__, __LINE__ + 17);
  if (uv != NULL) {
    function(uv, "uv_mutex_init")(room[0]);
    function(uv, "uv_mutex_lock")(room[0]); // = 1
    function(uv, "uv_mutex_unlock")(room[0]);
    function(uv, "uv_mutex_trylock")(room[0]); // = 1
    function(uv, "uv_mutex_unlock")(room[0]);
    function(uv, "uv_rwlock_init")(room[1]);
    function(uv, "uv_rwlock_rdlock")(room[1]); // = 1
    function(uv, "uv_rwlock_rdunlock")(room[1]);
    function(uv, "uv_rwlock_wrlock")(room[1]); // = 1
    function(uv, "uv_rwlock_wrunlock")(room[1]);
    function(uv, "uv_rwlock_tryrdlock")(room[1]); // = 1
    function(uv, "uv_rwlock_rdunlock")(room[1]);
    function(uv, "uv_rwlock_trywrlock")(room[1]); // = 1
    function(uv, "uv_rwlock_wrunlock")(room[1]);
  }
  void* nspr = library("libnspr4.so", __LINE__, __LINE__ + 8);
  if (nspr != NULL) {
    void* lock = ((New*)dlsym(nspr, "PR_NewLock"))();
    void* monitor = ((New*)dlsym(nspr, "PR_NewMonitor"))();
    function(nspr, "PR_Lock")(lock); // = 1
    function(nspr, "PR_Unlock")(lock);
    function(nspr, "PR_EnterMonitor")(monitor); // = 1
    function(nspr, "PR_ExitMonitor")(monitor);
  }
  void* glib = library("libglib-2.0.so.0", __LINE__, __LINE__ + 14);
  if (glib != NULL) {
    function(glib, "g_rec_mutex_init")(room[2]);
    function(glib, "g_rec_mutex_lock")(room[2]); // = 1
    function(glib, "g_rec_mutex_unlock")(room[2]);
    function(glib, "g_rw_lock_init")(room[3]);
    function(glib, "g_rw_lock_reader_lock")(room[3]); // = 1
    function(glib, "g_rw_lock_reader_unlock")(room[3]);
    function(glib, "g_rw_lock_writer_lock")(room[3]); // = 1
    function(glib, "g_rw_lock_writer_unlock")(room[3]);
    function(glib, "g_rw_lock_reader_trylock")(room[3]); // = 1
    function(glib, "g_rw_lock_reader_unlock")(room[3]);
    function(glib, "g_rw_lock_writer_trylock")(room[3]); // = 1
    function(glib, "g_rw_lock_writer_unlock")(room[3]);
  }
}
