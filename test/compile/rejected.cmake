# cmake -DCOMPILER=... -DINCLUDE=... -P rejected.cmake: each program in rejected/
# compiles, and with -DWRONG does not: the compiler then says what stands behind
# "// says: " (a regular expression).
file(GLOB PROGRAMS "${CMAKE_CURRENT_LIST_DIR}/rejected/*.cpp")
if(NOT PROGRAMS)
  message(FATAL_ERROR "there is no program in rejected/")
endif()
set(COMPILE "${COMPILER}" -std=c++20 -fsyntax-only -Wall -Wextra -Werror "-I${INCLUDE}")
foreach(PROGRAM IN LISTS PROGRAMS)
  file(STRINGS "${PROGRAM}" SAYS REGEX "^// says: ")
  string(REPLACE "// says: " "" SAYS "${SAYS}")
  execute_process(COMMAND ${COMPILE} "${PROGRAM}"
    ERROR_VARIABLE TOLD RESULT_VARIABLE STATUS)
  if(NOT STATUS EQUAL 0)
    message(SEND_ERROR "${PROGRAM} is right and was rejected:\n${TOLD}")
  endif()
  execute_process(COMMAND ${COMPILE} -DWRONG "${PROGRAM}"
    ERROR_VARIABLE TOLD RESULT_VARIABLE STATUS)
  if(STATUS EQUAL 0 OR SAYS STREQUAL "" OR NOT TOLD MATCHES "${SAYS}")
    message(SEND_ERROR "${PROGRAM} with -DWRONG: expected \"${SAYS}\", status ${STATUS}:\n${TOLD}")
  endif()
endforeach()
