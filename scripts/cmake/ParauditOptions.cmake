# Options and flags that hold for every target. One place, so that presets only choose values.

set(PARAUDIT_ALL_COMPONENTS runtime checker instrument minicompiler reports front)
set(PARAUDIT_COMPONENTS "${PARAUDIT_ALL_COMPONENTS}" CACHE STRING
    "Components to configure, in dependency order; a subset makes a quick partial build")
set(PARAUDIT_SANITIZER "" CACHE STRING "Value of -fsanitize=, empty for none")
option(PARAUDIT_SERIAL "Build the runtime's types in their serial form" OFF)
option(PARAUDIT_STD_SYNC "Build the runtime's types on std::mutex and std::shared_mutex" OFF)
option(PARAUDIT_TESTS "Build the tests" ON)
option(PARAUDIT_BENCHMARKS "Build the benchmarks" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

# Programs find libparaudit-recorder.so and the plug-in beside themselves, in the build tree and once installed.
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../lib")

find_program(PARAUDIT_CCACHE ccache)
if(PARAUDIT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need both sloppiness flags, else every file that uses one misses the cache.
  set(launcher "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${PARAUDIT_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}" CACHE STRING "" FORCE)
  set(CMAKE_C_COMPILER_LAUNCHER "${launcher}" CACHE STRING "" FORCE)
endif()

add_compile_options(-Wall -Wextra -Wno-unused-parameter -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  add_compile_options(-Xclang -fno-pch-timestamp)
endif()
if(PARAUDIT_SANITIZER)
  add_compile_options(-fsanitize=${PARAUDIT_SANITIZER} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PARAUDIT_SANITIZER})
endif()
if(PARAUDIT_SERIAL)
  add_compile_definitions(PARAUDIT_SERIAL=1)
endif()
if(PARAUDIT_STD_SYNC)
  add_compile_definitions(PARAUDIT_STD_SYNC=1)
endif()
