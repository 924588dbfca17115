// What a byte or a code point can be in a script: tables for the scanner.

#ifndef HEADWATER_LIB_SYNTAX_BYTE_CLASS_H_
#define HEADWATER_LIB_SYNTAX_BYTE_CLASS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace headwater::syntax {

enum ByteClass : uint8_t { kOtherByte, kBlank, kWordByte, kDigit, kHighByte };

constexpr std::array<ByteClass, 256> MakeByteClasses() {
  std::array<ByteClass, 256> table{};
  for (int c : {' ', '\t', '\n', '\r', '\f', '\v'}) table[static_cast<size_t>(c)] = kBlank;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = kWordByte;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c)] = kWordByte;
  table['_'] = kWordByte;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = kDigit;
  for (size_t c = 0x80; c < 0x100; ++c) table[c] = kHighByte;
  return table;
}

inline constexpr std::array<ByteClass, 256> kByteClasses = MakeByteClasses();

inline ByteClass ClassOf(char c) { return kByteClasses[static_cast<uint8_t>(c)]; }

// A byte that a name may hold; those beyond ASCII only if they are valid UTF-8.
inline bool IsNameByte(char c) { return ClassOf(c) >= kWordByte; }

// Blanks beyond ASCII: the no-break space and the ideographic space that Chinese input methods
// type, and a byte order mark.
inline bool IsWideBlank(uint32_t code_point) {
  return code_point == 0xA0 || code_point == 0x3000 || code_point == 0xFEFF;
}

// Full-width punctuation typed in place of ASCII; it never belongs to a name.
inline bool IsWidePunctuation(uint32_t c) {
  return (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF1E) || c == 0x3001 ||
         c == 0x3002 || (c >= 0x2018 && c <= 0x201D);
}

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_BYTE_CLASS_H_
