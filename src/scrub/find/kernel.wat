;; Finds the candidates in a block of text: the answers of findCandidates in candidates.ts, sixteen bytes at a time.
;;
;; Memory, in bytes:
;;        0  two groups of four pairs of nibble tables (nibbles.ts), each by the low and by the high half of a byte: for
;;           the byte before the one before, the one before, the byte itself, the one behind
;;      256  the kind of each byte
;;      512  four nibble tables for pairs of bytes (pairs.ts): by the low and the high half of the first, of the second
;;     1024  a bit for each hash of four bytes that are looked for (grams.ts)
;;    16384  a bit for each pair of a byte and the one before it that may be an anchor
;;    65536  32768 words by a byte and the three before it
;;   196608  1024 words for each kind: by the byte before, the one behind, the one before the one before; two of its own
;;  1277952  16 bytes of text before the block; the block; 17 bytes behind it
;;  1310720  what is found: pairs of a position and the bits at it
;;  1474560  addresses that may be anchors; the sign marks a run
;;  1540352  a word for each sixteen bytes: where lines end, where pairs begin
(module
  (memory (export "memory") 24)

  ;; From $at up to but not including $end, which are addresses of text; $shift makes them positions. Answers the address
  ;; behind the last pair. Free of branches that depend on the text, which would be guessed wrong every other time.
  (func (export "find") (param $at i32) (param $end i32) (param $shift i32) (result i32)
    (local $found i32) (local $list i32) (local $place i32)
    (local $mask i32) (local $rest i32) (local $entry i32) (local $row i32) (local $bits i32)
    (local $quad i32) (local $fold i32) (local $byte i32) (local $again i32)
    (local $run i32) (local $runBefore i32) (local $isRun i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $aLow v128) (local $bLow v128) (local $cLow v128) (local $dLow v128)
    (local.set $place (i32.const 1474560))
    (local.set $c (v128.load (i32.sub (local.get $at) (i32.const 16))))
    (local.set $runBefore
      (i8x16.bitmask
        (v128.or
          (i8x16.lt_u (i8x16.sub (local.get $c) (i8x16.splat (i32.const 0x30))) (i8x16.splat (i32.const 11)))
          (i8x16.lt_u
            (i8x16.sub (v128.or (local.get $c) (i8x16.splat (i32.const 0x20))) (i8x16.splat (i32.const 0x61)))
            (i8x16.splat (i32.const 6))))))

    (loop $sixteen
      (local.set $a (v128.load (i32.sub (local.get $at) (i32.const 2))))
      (local.set $b (v128.load (i32.sub (local.get $at) (i32.const 1))))
      (local.set $c (v128.load (local.get $at)))
      (local.set $d (v128.load offset=1 (local.get $at)))

      ;; A long run: nine bytes from the first one on, or the first one and the eight before it.
      (local.set $run
        (i8x16.bitmask
          (v128.or
            (i8x16.lt_u (i8x16.sub (local.get $c) (i8x16.splat (i32.const 0x30))) (i8x16.splat (i32.const 11)))
            (i8x16.lt_u
              (i8x16.sub (v128.or (local.get $c) (i8x16.splat (i32.const 0x20))) (i8x16.splat (i32.const 0x61)))
              (i8x16.splat (i32.const 6))))))
      (local.set $isRun (i32.and
        (local.get $run)
        (i32.or
          (i32.eq (i32.and (local.get $run) (i32.const 0x1ff)) (i32.const 0x1ff))
          (i32.ge_u (local.get $runBefore) (i32.const 0xff00)))))
      (local.set $runBefore (local.get $run))

      ;; Which of the sixteen may be anchors, by the halves of the bytes around them.
      (local.set $aLow (v128.and (local.get $a) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
      (local.set $bLow (v128.and (local.get $b) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
      (local.set $cLow (v128.and (local.get $c) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
      (local.set $dLow (v128.and (local.get $d) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
      (local.set $a (i8x16.shr_u (local.get $a) (i32.const 4)))
      (local.set $b (i8x16.shr_u (local.get $b) (i32.const 4)))
      (local.set $c (i8x16.shr_u (local.get $c) (i32.const 4)))
      (local.set $d (i8x16.shr_u (local.get $d) (i32.const 4)))
      (local.set $mask (i8x16.bitmask (i8x16.ne (v128.const i32x4 0 0 0 0) (v128.or
        (v128.and
          (v128.and
            (v128.and
              (i8x16.swizzle (v128.load offset=0 (i32.const 0)) (local.get $aLow))
              (i8x16.swizzle (v128.load offset=16 (i32.const 0)) (local.get $a)))
            (v128.and
              (i8x16.swizzle (v128.load offset=32 (i32.const 0)) (local.get $bLow))
              (i8x16.swizzle (v128.load offset=48 (i32.const 0)) (local.get $b))))
          (v128.and
            (v128.and
              (i8x16.swizzle (v128.load offset=64 (i32.const 0)) (local.get $cLow))
              (i8x16.swizzle (v128.load offset=80 (i32.const 0)) (local.get $c)))
            (v128.and
              (i8x16.swizzle (v128.load offset=96 (i32.const 0)) (local.get $dLow))
              (i8x16.swizzle (v128.load offset=112 (i32.const 0)) (local.get $d)))))
        (v128.and
          (v128.and
            (v128.and
              (i8x16.swizzle (v128.load offset=128 (i32.const 0)) (local.get $aLow))
              (i8x16.swizzle (v128.load offset=144 (i32.const 0)) (local.get $a)))
            (v128.and
              (i8x16.swizzle (v128.load offset=160 (i32.const 0)) (local.get $bLow))
              (i8x16.swizzle (v128.load offset=176 (i32.const 0)) (local.get $b))))
          (v128.and
            (v128.and
              (i8x16.swizzle (v128.load offset=192 (i32.const 0)) (local.get $cLow))
              (i8x16.swizzle (v128.load offset=208 (i32.const 0)) (local.get $c)))
            (v128.and
              (i8x16.swizzle (v128.load offset=224 (i32.const 0)) (local.get $dLow))
              (i8x16.swizzle (v128.load offset=240 (i32.const 0)) (local.get $d)))))))))
      (if (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $end)) (then
        (local.set $mask (i32.and
          (local.get $mask)
          (i32.sub (i32.shl (i32.const 1) (i32.sub (local.get $end) (local.get $at))) (i32.const 1))))))
      (local.set $mask (i32.or (local.get $mask) (local.get $isRun)))

      ;; Their addresses, more than there are: only so many count.
      (local.set $rest (local.get $mask))
      (block $listed
        (i32.store offset=0 (local.get $place) (i32.or (i32.add (local.get $at) (i32.ctz (local.get $rest))) (i32.shl (local.get $isRun) (i32.const 31))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=4 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=8 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=12 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (br_if $listed (i32.eqz (local.get $rest)))
        (i32.store offset=16 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=20 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=24 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=28 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (br_if $listed (i32.eqz (local.get $rest)))
        (i32.store offset=32 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=36 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=40 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=44 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=48 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=52 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=56 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=60 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1)))))
      (local.set $place (i32.add (local.get $place) (i32.shl (i32.popcnt (local.get $mask)) (i32.const 2))))
      (br_if $sixteen
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))

    ;; Those that are none, by a pair of bytes: this table is small, so most are told sooner than by the large ones.
    (local.set $found (i32.const 1474560))
    (local.set $list (i32.const 1474560))
    (if (i32.ne (local.get $place) (local.get $list)) (then
      (loop $sift
        (local.set $entry (i32.load (local.get $list)))
        (i32.store (local.get $found) (local.get $entry))
        (local.set $byte
          (i32.load16_u (i32.sub (i32.and (local.get $entry) (i32.const 0x7fffffff)) (i32.const 1))))
        (local.set $found
          (i32.add
            (local.get $found)
            (i32.shl
              (i32.or
                (i32.and
                  (i32.shr_u
                    (i32.load offset=16384 (i32.shl (i32.shr_u (local.get $byte) (i32.const 5)) (i32.const 2)))
                    (local.get $byte))
                  (i32.const 1))
                (i32.shr_u (local.get $entry) (i32.const 31)))
              (i32.const 2))))
        (br_if $sift (i32.lt_u (local.tee $list (i32.add (local.get $list) (i32.const 4))) (local.get $place))))))
    (local.set $place (local.get $found))

    ;; And which are anchors, by the tables.
    (local.set $found (i32.const 1310720))
    (local.set $list (i32.const 1474560))
    (if (i32.ne (local.get $place) (local.get $list)) (then
      (loop $each
        (local.set $entry (i32.load (local.get $list)))
        (local.set $at (i32.and (local.get $entry) (i32.const 0x7fffffff)))
        (local.set $quad (i32.load (i32.sub (local.get $at) (i32.const 3))))
        (local.set $byte (i32.shr_u (local.get $quad) (i32.const 24)))
        (local.set $row (i32.shl (i32.load8_u offset=256 (local.get $byte)) (i32.const 12)))
        ;; The lower five bits of four bytes, side by side.
        (local.set $fold
          (i32.or
            (i32.and (local.get $quad) (i32.const 0x001f001f))
            (i32.and (i32.shr_u (local.get $quad) (i32.const 3)) (i32.const 0x03e003e0))))
        (local.set $fold
          (i32.or
            (i32.and (local.get $fold) (i32.const 0x3ff))
            (i32.and (i32.shr_u (local.get $fold) (i32.const 6)) (i32.const 0xffc00))))
        (local.set $bits
          (i32.and
            (i32.and
              (i32.and
                (i32.load offset=196608
                  (i32.add (local.get $row)
                    (i32.and (i32.shr_u (local.get $quad) (i32.const 14)) (i32.const 0x3fc))))
                (i32.load offset=197632
                  (i32.add (local.get $row) (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 2)))))
              (i32.load offset=198656
                (i32.add (local.get $row) (i32.and (i32.shr_u (local.get $quad) (i32.const 6)) (i32.const 0x3fc)))))
            (i32.or
              (i32.load offset=199680 (local.get $row))
              (i32.load offset=65536
                (i32.and
                  (i32.shr_u (i32.mul (local.get $fold) (i32.const 0x9e3779b1)) (i32.const 15))
                  (i32.const 0x1fffc))))))
        ;; The byte again, two to four bytes behind: one of three bytes is zero when they are compared with it.
        (local.set $again
          (i32.xor
            (i32.and (i32.load offset=2 (local.get $at)) (i32.const 0xffffff))
            (i32.mul (local.get $byte) (i32.const 0x010101))))
        (local.set $again
          (i32.and
            (i32.and (i32.sub (local.get $again) (i32.const 0x010101)) (i32.xor (local.get $again) (i32.const -1)))
            (i32.const 0x808080)))
        (local.set $bits
          (i32.or
            (i32.and (local.get $entry) (i32.const 0x80000000))
            (i32.and
              (local.get $bits)
              (select
                (i32.const -1)
                (i32.xor (i32.load offset=199684 (local.get $row)) (i32.const -1))
                (local.get $again)))))
        (i32.store (local.get $found) (i32.add (local.get $at) (local.get $shift)))
        (i32.store offset=4 (local.get $found) (local.get $bits))
        (local.set $found
          (i32.add (local.get $found) (i32.shl (i32.ne (local.get $bits) (i32.const 0)) (i32.const 3))))
        (br_if $each (i32.lt_u (local.tee $list (i32.add (local.get $list) (i32.const 4))) (local.get $place))))))
    (local.get $found))

  ;; From $at up to $end, sixteen bytes a word of 32 bits, the first word at $out: in its lower half which of them are line
  ;; feeds, in its upper half at which a pair begins. The last word may tell of bytes behind $end as well.
  (func (export "survey") (param $at i32) (param $end i32) (param $out i32)
    (local $c v128) (local $d v128)
    (loop $sixteen
      (local.set $c (v128.load (local.get $at)))
      (local.set $d (v128.load offset=1 (local.get $at)))
      (i32.store (local.get $out) (i32.or
        (i8x16.bitmask (i8x16.eq (local.get $c) (i8x16.splat (i32.const 10))))
        (i32.shl
          (i8x16.bitmask (i8x16.ne (v128.const i32x4 0 0 0 0) (v128.and
            (v128.and
              (i8x16.swizzle (v128.load offset=512 (i32.const 0))
                (v128.and (local.get $c) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
              (i8x16.swizzle (v128.load offset=528 (i32.const 0)) (i8x16.shr_u (local.get $c) (i32.const 4))))
            (v128.and
              (i8x16.swizzle (v128.load offset=544 (i32.const 0))
                (v128.and (local.get $d) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
              (i8x16.swizzle (v128.load offset=560 (i32.const 0)) (i8x16.shr_u (local.get $d) (i32.const 4)))))))
          (i32.const 16))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $sixteen
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; From $at up to $end in steps of five bytes, where four bytes stand whose hash has its bit set; $shift makes addresses
  ;; positions, and $found is where they go. Answers the address behind the last one.
  (func (export "grams") (param $at i32) (param $end i32) (param $shift i32) (param $found i32) (result i32)
    (local $hash i32)
    (loop $five
      (local.set $hash
        (i32.shr_u (i32.mul (i32.load (local.get $at)) (i32.const 0x9e3779b1)) (i32.const 16)))
      (i32.store (local.get $found) (i32.add (local.get $at) (local.get $shift)))
      (local.set $found
        (i32.add
          (local.get $found)
          (i32.shl
            (i32.and
              (i32.shr_u
                (i32.load offset=1024 (i32.shl (i32.shr_u (local.get $hash) (i32.const 5)) (i32.const 2)))
                (local.get $hash))
              (i32.const 1))
            (i32.const 2))))
      (br_if $five
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 5))) (local.get $end))))
    (local.get $found)))
