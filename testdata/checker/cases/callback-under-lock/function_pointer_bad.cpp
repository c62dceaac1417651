// A C plug-in interface: the hook is whatever was installed.
#include <pthread.h>

static pthread_mutex_t plugins_lock = PTHREAD_MUTEX_INITIALIZER;

typedef void (*Hook)(int event, void* data);
struct Plugin {
  Hook hook;
  void* data;
  Plugin* next;
};
static Plugin* plugins;

void install(Plugin* plugin) {
  pthread_mutex_lock(&plugins_lock);
  plugin->next = plugins;
  plugins = plugin;
  pthread_mutex_unlock(&plugins_lock);
}

void notify(int event) {
  pthread_mutex_lock(&plugins_lock);
  for (Plugin* plugin = plugins; plugin; plugin = plugin->next)
    plugin->hook(event, plugin->data); // CHECK: paraudit-callback-under-lock
  pthread_mutex_unlock(&plugins_lock);
}
