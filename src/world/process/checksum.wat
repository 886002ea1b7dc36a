;; A checksum of bytes: changing any one word of them changes it. No defence against somebody who wants it to be the same.
(module
  (import "" "memory" (memory 1))

  ;; Of $length bytes, behind which the memory is zero up to the next multiple of eight.
  (func (export "checksum") (param $length i32) (result i64)
    (local $at i32) (local $sum i64)
    (local.set $sum (i64.extend_i32_u (local.get $length)))
    (loop $next
      (local.set $sum
        (i64.rotl
          (i64.mul
            (i64.xor (local.get $sum) (i64.load (local.get $at)))
            (i64.const 0x9e3779b97f4a7c15))
          (i64.const 29)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $length))))
    (local.get $sum)))
