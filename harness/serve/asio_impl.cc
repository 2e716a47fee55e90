// Compiles the functions of Boost.Asio.
#include "serve/asio.h"

#include <boost/asio/impl/src.hpp>
