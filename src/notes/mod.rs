//! Notes: places in documents, a person's words, and the operations that make and change them.
