import { cmakeProjectName } from './file-names';

/** What `CMakeLists.txt` builds. */
export interface CmakeTargets {
  readonly projectName: string;
  readonly sources: readonly string[];
  readonly runsOnTflm: boolean;
}

/** `CMakeLists.txt`: the library `nodlab`, an example and the self-test. */
export function cmakeLists({ projectName, sources, runsOnTflm }: CmakeTargets): string {
  return `# Made by Nodlab.
cmake_minimum_required(VERSION 3.16)
project(${cmakeProjectName(projectName)} LANGUAGES C${runsOnTflm ? ' CXX' : ''})

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()
${runsOnTflm ? TFLM_SETTINGS : ''}
add_library(nodlab STATIC
${sources.map((source) => `  ${source}`).join('\n')})
target_compile_features(nodlab PUBLIC c_std_99${runsOnTflm ? ' cxx_std_17' : ''})
target_include_directories(nodlab PUBLIC \${CMAKE_CURRENT_SOURCE_DIR} \${CMAKE_CURRENT_SOURCE_DIR}/nodlab)
# Each operation of the signal path is rounded by itself, as in the page.
target_compile_options(nodlab PRIVATE -ffp-contract=off)
target_link_libraries(nodlab PUBLIC m)
${runsOnTflm ? TFLM_LINK : ''}
if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR)
  add_executable(recognise example/main.c)
  target_link_libraries(recognise nodlab)
  add_executable(selftest selftest.c)
  target_link_libraries(selftest nodlab)
endif()
`;
}

const TFLM_SETTINGS = `
# TensorFlow Lite Micro: a target of your own build, or its checkout and the library built from it.
set(TFLM_TARGET "" CACHE STRING "CMake target of TensorFlow Lite Micro")
set(TFLM_ROOT "" CACHE PATH "Checkout of tflite-micro")
set(TFLM_LIBRARY "" CACHE FILEPATH "libtensorflow-microlite.a")
`;

const TFLM_LINK = `target_compile_definitions(nodlab PUBLIC NODLAB_TFLM)
if(TFLM_TARGET)
  target_link_libraries(nodlab PUBLIC \${TFLM_TARGET})
else()
  set(TFLM_DOWNLOADS \${TFLM_ROOT}/tensorflow/lite/micro/tools/make/downloads)
  target_include_directories(nodlab SYSTEM PUBLIC
    \${TFLM_ROOT} \${TFLM_DOWNLOADS}/flatbuffers/include \${TFLM_DOWNLOADS}/gemmlowp \${TFLM_DOWNLOADS}/ruy)
  # The library is built with it, and it changes the layout of TfLiteTensor.
  target_compile_definitions(nodlab PUBLIC TF_LITE_STATIC_MEMORY)
  target_link_libraries(nodlab PUBLIC \${TFLM_LIBRARY})
endif()
`;
