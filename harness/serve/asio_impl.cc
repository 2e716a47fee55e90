// Where Boost.Asio itself is compiled.
#include "serve/asio.h"

#include <boost/asio/impl/src.hpp>
