// The header by which Arduino finds a port of TensorFlow Lite Micro.
#pragma once
