# cmake -DCOMPILER=... -DINCLUDE=... -P headers.cmake: each public header
# compiles alone and without a warning; those of the core also without exceptions
# and RTTI.
file(GLOB_RECURSE HEADERS RELATIVE "${INCLUDE}" "${INCLUDE}/ioresult/*.hpp")
list(FILTER HEADERS EXCLUDE REGEX "/detail/")
list(LENGTH HEADERS COUNT)
if(COUNT LESS 20)
  message(FATAL_ERROR "only ${COUNT} headers in ${INCLUDE}")
endif()
foreach(HEADER IN LISTS HEADERS)
  set(FLAGS "")
  if(NOT HEADER MATCHES "/testing/")
    set(FLAGS -fno-exceptions -fno-rtti)
  endif()
  execute_process(
    COMMAND "${COMPILER}" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic
            -Wshadow -Wconversion -Werror ${FLAGS} "-I${INCLUDE}"
            -include "${HEADER}" -x c++ /dev/null
    ERROR_VARIABLE TOLD RESULT_VARIABLE STATUS)
  if(NOT STATUS EQUAL 0)
    message(SEND_ERROR "${HEADER} does not compile alone:\n${TOLD}")
  endif()
endforeach()
