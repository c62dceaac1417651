# What `cmake --install` puts beside the programs: the runtime as a CMake package, manual pages, shell completion.
include(CMakePackageConfigHelpers)
set(package_directory lib/cmake/paraudit)

find_package(LLVM 19.1 REQUIRED CONFIG)

set(exported paraudit_abi paraudit_platform paraudit_lock_order paraudit_recorder paraudit_sync paraudit_parallel)
install(TARGETS ${exported} EXPORT paraudit ARCHIVE DESTINATION lib LIBRARY DESTINATION lib)
# paraudit_sync becomes paraudit::sync.
foreach(target IN LISTS exported)
  string(REPLACE "paraudit_" "" name ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
endforeach()
install(EXPORT paraudit NAMESPACE paraudit:: DESTINATION ${package_directory} FILE paraudit-targets.cmake)
install(DIRECTORY runtime DESTINATION include/paraudit FILES_MATCHING PATTERN "*.h" PATTERN "*.def"
        PATTERN "*_test.h" EXCLUDE PATTERN "test_support.h" EXCLUDE PATTERN "*_test_*" EXCLUDE
        PATTERN benchmarks EXCLUDE PATTERN schedule EXCLUDE PATTERN trace EXCLUDE)

set(bin_directory bin)
set(lib_directory lib)
math(EXPR llvm_next "${LLVM_VERSION_MAJOR} + 1")
configure_package_config_file(scripts/packaging/paraudit-config.cmake.in "${CMAKE_BINARY_DIR}/paraudit-config.cmake"
                              INSTALL_DESTINATION ${package_directory} PATH_VARS bin_directory lib_directory)
write_basic_package_version_file("${CMAKE_BINARY_DIR}/paraudit-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/paraudit-config.cmake" "${CMAKE_BINARY_DIR}/paraudit-config-version.cmake"
        DESTINATION ${package_directory})
install(FILES scripts/packaging/paraudit.bash DESTINATION share/bash-completion/completions RENAME paraudit)

# One manual page per program of the front's table, from what its --help prints.
find_program(PARAUDIT_HELP2MAN help2man)
if(PARAUDIT_HELP2MAN)
  file(STRINGS front/subcommands.def rows REGEX "^PARAUDIT_SUBCOMMAND\\(")
  list(PREPEND rows "PARAUDIT_SUBCOMMAND(, \"tell what stands between a C++ program and running in parallel\")")
  foreach(row IN LISTS rows)
    string(REGEX MATCH "\\(([a-z]*), \"(.*)\"\\)" matched "${row}")
    set(summary "${CMAKE_MATCH_2}")
    string(REGEX REPLACE "-$" "" program "paraudit-${CMAKE_MATCH_1}")
    if(TARGET ${program})
      set(page "${CMAKE_BINARY_DIR}/man/${program}.1")
      add_custom_command(OUTPUT "${page}" DEPENDS ${program} VERBATIM
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${CMAKE_BINARY_DIR}/man"
        COMMAND "${PARAUDIT_HELP2MAN}" --no-info --name "${summary}" -o "${page}" "$<TARGET_FILE:${program}>")
      list(APPEND pages "${page}")
    endif()
  endforeach()
  add_custom_target(paraudit_manual ALL DEPENDS ${pages})
  install(FILES ${pages} DESTINATION share/man/man1)
else()
  message(STATUS "no help2man: no manual pages")
endif()

if(NOT PARAUDIT_SANITIZER AND NOT PARAUDIT_SERIAL)
  paraudit_script_test(package_test COMMAND python3 "${CMAKE_CURRENT_SOURCE_DIR}/scripts/packaging/package_test.py" LABELS full)
endif()
