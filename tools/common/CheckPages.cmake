# Writes the files of the list PAGES as initialisers {check, text} into OUT.
set(ALL "")
foreach(PAGE IN LISTS PAGES)
  get_filename_component(NAME "${PAGE}" NAME_WE)
  file(READ "${PAGE}" TEXT)
  string(APPEND ALL "{\"reentrancy-${NAME}\", R\"~page~(${TEXT})~page~\"},\n")
endforeach()
file(WRITE "${OUT}" "${ALL}")
