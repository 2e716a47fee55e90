// Includes Catch2. This is the only file that distinguishes its versions: 2.13 (Debian 12) has one header, 3.x (newer
// distributions) several. It declares nothing of its own.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
