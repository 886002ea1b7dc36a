;; Finds the candidates in a block of text: the answers of findCandidates in candidates.ts, sixteen bytes at a time.
;;
;; Memory, in bytes:
;;        0  three groups of six nibble tables (nibbles.ts): by the low half of the byte before the one before, by both
;;           halves of the one before and of the byte itself, by the low half of the one behind
;;      768  the kind of each byte
;;     1024  a bit for each hash of four bytes that are looked for (grams.ts)
;;     9216  the same for another hash
;;    17408  four nibble tables for pairs of bytes (pairs.ts): by the low and the high half of the first, of the second
;;    17472  for each byte at the end of a line whether the line ends there
;;    17728  for each number of bytes up to 255 whether a wrapped line has so many
;;    20480  two bits for each anchor and the four bytes before it, by a hash (anchors.ts)
;;    65536  32768 words by a byte and the three before it
;;   196608  1024 words for each kind: by the byte before, the one behind, the one before the one before; four of its own
;;  1277952  16 bytes of text before the block; the block; 17 bytes behind it
;;  1310720  what is found: pairs of a position and the bits at it
;;  1474560  addresses that may be anchors; the sign marks a run
;;  1540352  what is surveyed: pairs of a position and a word for sixteen bytes
;;  1572864  16 bytes of text before a piece that stays here while it is searched; the piece; 17 bytes behind it
(module
  (memory (export "memory") 32)

  ;; Four bytes without the case of letters, and which digit or byte beyond ASCII it is (`fold` in groups.ts).
  (func $fold (param $quad i32) (result i32)
    (i32.and
      (i32.and (local.get $quad) (i32.const 0xdfdfdfdf))
      (i32.xor
        (i32.const -1)
        (i32.or
          (i32.mul (i32.and (i32.shr_u (local.get $quad) (i32.const 7)) (i32.const 0x01010101)) (i32.const 0x7f))
          (i32.mul
            (i32.and
              (i32.and (i32.shr_u (local.get $quad) (i32.const 4)) (i32.shr_u (local.get $quad) (i32.const 5)))
              (i32.and
                (i32.xor
                  (i32.or
                    (i32.shr_u (local.get $quad) (i32.const 6))
                    (i32.shr_u
                      (i32.add (i32.and (local.get $quad) (i32.const 0x0f0f0f0f)) (i32.const 0x06060606))
                      (i32.const 4)))
                  (i32.const -1))
                (i32.const 0x01010101)))
            (i32.const 15))))))

  ;; Where $byte is two to four bytes behind $at: the lowest bit tells, eight for each byte behind the second; 0 if nowhere.
  ;; One of three bytes is zero when they are compared with it.
  (func $again (param $at i32) (param $byte i32) (result i32)
    (local $other i32)
    (local.set $other
      (i32.xor
        (i32.and (i32.load offset=2 (local.get $at)) (i32.const 0xffffff))
        (i32.mul (local.get $byte) (i32.const 0x010101))))
    (i32.and
      (i32.and (i32.sub (local.get $other) (i32.const 0x010101)) (i32.xor (local.get $other) (i32.const -1)))
      (i32.const 0x808080)))

  ;; Whether $byte is two to four bytes behind $at, and once more as soon after that.
  (func $twice (param $at i32) (param $byte i32) (result i32)
    (local $next i32)
    (if (result i32) (local.tee $next (call $again (local.get $at) (local.get $byte)))
      (then
        (call $again
          (i32.add (i32.add (local.get $at) (i32.const 2)) (i32.shr_u (i32.ctz (local.get $next)) (i32.const 3)))
          (local.get $byte)))
      (else (i32.const 0))))

  ;; Whether $byte is a letter.
  (func $letter (param $byte i32) (result i32)
    (i32.lt_u
      (i32.sub (i32.or (local.get $byte) (i32.const 0x20)) (i32.const 0x61))
      (i32.const 26)))

  ;; Whether a blank, a word of 3 to 13 letters and a comma or another word are behind $at.
  (func $prose (param $at i32) (result i32)
    (local $here i32) (local $byte i32)
    (if (i32.ne (i32.load8_u offset=1 (local.get $at)) (i32.const 0x20)) (then (return (i32.const 0))))
    (local.set $here (i32.add (local.get $at) (i32.const 2)))
    (block $word
      (loop $each
        (br_if $word (i32.eqz (call $letter (i32.load8_u (local.get $here)))))
        (br_if $each
          (i32.lt_u
            (local.tee $here (i32.add (local.get $here) (i32.const 1)))
            (i32.add (local.get $at) (i32.const 15))))))
    (if (i32.lt_u (local.get $here) (i32.add (local.get $at) (i32.const 5))) (then (return (i32.const 0))))
    (local.set $byte (i32.load8_u (local.get $here)))
    (if (i32.eq (local.get $byte) (i32.const 0x2c)) (then (return (i32.const 1))))
    (if (i32.ne (local.get $byte) (i32.const 0x20)) (then (return (i32.const 0))))
    (local.set $byte (i32.load8_u offset=1 (local.get $here)))
    (i32.or
      (call $letter (local.get $byte))
      (i32.lt_u (i32.sub (local.get $byte) (i32.const 0x30)) (i32.const 10))))

  ;; From $at up to but not including $end, which are addresses of text; $shift makes them positions. Answers the address
  ;; behind the last pair. Free of branches that depend on the text, which would be guessed wrong every other time.
  (func (export "find") (param $at i32) (param $end i32) (param $shift i32) (result i32)
    (local $found i32) (local $list i32) (local $place i32)
    (local $mask i32) (local $rest i32) (local $entry i32) (local $row i32) (local $bits i32)
    (local $quad i32) (local $hash i32) (local $byte i32)
    (local $run i32) (local $runBefore i32) (local $isRun i32)
    (local $c v128) (local $other v128) (local $half v128)
    (local $aLow v128) (local $bLow v128) (local $bHigh v128)
    (local $cLow v128) (local $cHigh v128) (local $dLow v128)
    (local $aLow0 v128) (local $bLow0 v128) (local $bHigh0 v128)
    (local $cLow0 v128) (local $cHigh0 v128) (local $dLow0 v128)
    (local $aLow1 v128) (local $bLow1 v128) (local $bHigh1 v128)
    (local $cLow1 v128) (local $cHigh1 v128) (local $dLow1 v128)
    (local $aLow2 v128) (local $bLow2 v128) (local $bHigh2 v128)
    (local $cLow2 v128) (local $cHigh2 v128) (local $dLow2 v128)
    ;; Read here once: in the loop V8 would read all of them first, and keep most of them on the stack.
    (local.set $aLow0 (v128.load (i32.const 0)))
    (local.set $bLow0 (v128.load (i32.const 16)))
    (local.set $bHigh0 (v128.load (i32.const 32)))
    (local.set $cLow0 (v128.load (i32.const 48)))
    (local.set $cHigh0 (v128.load (i32.const 64)))
    (local.set $dLow0 (v128.load (i32.const 80)))
    (local.set $aLow1 (v128.load (i32.const 96)))
    (local.set $bLow1 (v128.load (i32.const 112)))
    (local.set $bHigh1 (v128.load (i32.const 128)))
    (local.set $cLow1 (v128.load (i32.const 144)))
    (local.set $cHigh1 (v128.load (i32.const 160)))
    (local.set $dLow1 (v128.load (i32.const 176)))
    (local.set $aLow2 (v128.load (i32.const 192)))
    (local.set $bLow2 (v128.load (i32.const 208)))
    (local.set $bHigh2 (v128.load (i32.const 224)))
    (local.set $cLow2 (v128.load (i32.const 240)))
    (local.set $cHigh2 (v128.load (i32.const 256)))
    (local.set $dLow2 (v128.load (i32.const 272)))
    (local.set $half (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f))
    (local.set $place (i32.const 1474560))
    (local.set $c (v128.load (i32.sub (local.get $at) (i32.const 16))))
    (local.set $runBefore
      (i8x16.bitmask
        (v128.or
          (i8x16.le_u (i8x16.sub (local.get $c) (i8x16.splat (i32.const 0x30))) (i8x16.splat (i32.const 10)))
          (i8x16.le_u
            (i8x16.sub (v128.or (local.get $c) (i8x16.splat (i32.const 0x20))) (i8x16.splat (i32.const 0x61)))
            (i8x16.splat (i32.const 5))))))

    (loop $sixteen
      (local.set $c (v128.load (local.get $at)))

      ;; A long run: nine bytes from the first one on, or the first one and the eight before it.
      (local.set $run
        (i8x16.bitmask
          (v128.or
            (i8x16.le_u (i8x16.sub (local.get $c) (i8x16.splat (i32.const 0x30))) (i8x16.splat (i32.const 10)))
            (i8x16.le_u
              (i8x16.sub (v128.or (local.get $c) (i8x16.splat (i32.const 0x20))) (i8x16.splat (i32.const 0x61)))
              (i8x16.splat (i32.const 5))))))
      (local.set $isRun (i32.and
        (local.get $run)
        (i32.or
          (i32.eq (i32.and (local.get $run) (i32.const 0x1ff)) (i32.const 0x1ff))
          (i32.ge_u (local.get $runBefore) (i32.const 0xff00)))))
      (local.set $runBefore (local.get $run))

      ;; Which of the sixteen may be anchors, by the halves of the bytes around them.
      (local.set $cLow (v128.and (local.get $c) (local.get $half)))
      (local.set $cHigh (v128.and (i16x8.shr_u (local.get $c) (i32.const 4)) (local.get $half)))
      (local.set $other (v128.load (i32.sub (local.get $at) (i32.const 1))))
      (local.set $bLow (v128.and (local.get $other) (local.get $half)))
      (local.set $bHigh (v128.and (i16x8.shr_u (local.get $other) (i32.const 4)) (local.get $half)))
      (local.set $aLow (v128.and (v128.load (i32.sub (local.get $at) (i32.const 2))) (local.get $half)))
      (local.set $dLow (v128.and (v128.load offset=1 (local.get $at)) (local.get $half)))
      (local.set $mask (i32.xor (i32.const 0xffff) (i8x16.bitmask (i8x16.eq (v128.const i32x4 0 0 0 0)
        (v128.or
          (v128.or
            (v128.and
              (v128.and
                (i8x16.swizzle (local.get $aLow0) (local.get $aLow))
                (v128.and
                  (i8x16.swizzle (local.get $bLow0) (local.get $bLow))
                  (i8x16.swizzle (local.get $bHigh0) (local.get $bHigh))))
              (v128.and
                (v128.and
                  (i8x16.swizzle (local.get $cLow0) (local.get $cLow))
                  (i8x16.swizzle (local.get $cHigh0) (local.get $cHigh)))
                (i8x16.swizzle (local.get $dLow0) (local.get $dLow))))
            (v128.and
              (v128.and
                (i8x16.swizzle (local.get $aLow1) (local.get $aLow))
                (v128.and
                  (i8x16.swizzle (local.get $bLow1) (local.get $bLow))
                  (i8x16.swizzle (local.get $bHigh1) (local.get $bHigh))))
              (v128.and
                (v128.and
                  (i8x16.swizzle (local.get $cLow1) (local.get $cLow))
                  (i8x16.swizzle (local.get $cHigh1) (local.get $cHigh)))
                (i8x16.swizzle (local.get $dLow1) (local.get $dLow)))))
          (v128.and
            (v128.and
              (i8x16.swizzle (local.get $aLow2) (local.get $aLow))
              (v128.and
                (i8x16.swizzle (local.get $bLow2) (local.get $bLow))
                (i8x16.swizzle (local.get $bHigh2) (local.get $bHigh))))
            (v128.and
              (v128.and
                (i8x16.swizzle (local.get $cLow2) (local.get $cLow))
                (i8x16.swizzle (local.get $cHigh2) (local.get $cHigh)))
              (i8x16.swizzle (local.get $dLow2) (local.get $dLow)))))))))
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
        (i32.store offset=16 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=20 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (br_if $listed (i32.eqz (local.get $rest)))
        (i32.store offset=24 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=28 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=32 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=36 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (i32.store offset=40 (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $rest))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (br_if $listed (i32.eqz (local.get $rest)))
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

    ;; Their bits, by each of their neighbours alone: most have none.
    (local.set $found (i32.const 1310720))
    (local.set $list (i32.const 1474560))
    (if (i32.ne (local.get $place) (local.get $list)) (then
      (loop $sift
        (local.set $entry (i32.load (local.get $list)))
        (local.set $at (i32.and (local.get $entry) (i32.const 0x7fffffff)))
        (local.set $row (i32.shl (i32.load8_u offset=768 (i32.load8_u (local.get $at))) (i32.const 12)))
        (local.set $bits
          (i32.and
            (i32.and
              (i32.load offset=196608
                (i32.add
                  (local.get $row)
                  (i32.shl (i32.load8_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 2))))
              (i32.load offset=197632
                (i32.add (local.get $row) (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 2)))))
            (i32.load offset=198656
              (i32.add
                (local.get $row)
                (i32.shl (i32.load8_u (i32.sub (local.get $at) (i32.const 2))) (i32.const 2))))))
        (i32.store (local.get $found) (local.get $entry))
        (i32.store offset=4 (local.get $found) (local.get $bits))
        (local.set $found
          (i32.add
            (local.get $found)
            (i32.shl
              (i32.ne
                (i32.or (local.get $bits) (i32.and (local.get $entry) (i32.const 0x80000000)))
                (i32.const 0))
              (i32.const 3))))
        (br_if $sift (i32.lt_u (local.tee $list (i32.add (local.get $list) (i32.const 4))) (local.get $place))))))
    (local.set $place (local.get $found))

    ;; By the three before it together: of most, nothing remains. What does takes the place of what was there. The four bytes
    ;; are folded here: a call would take as long as all the rest.
    (local.set $found (i32.const 1310720))
    (local.set $list (i32.const 1310720))
    (if (i32.ne (local.get $place) (local.get $list)) (then
      (loop $together
        (local.set $entry (i32.load (local.get $list)))
        (local.set $quad
          (i32.load (i32.sub (i32.and (local.get $entry) (i32.const 0x7fffffff)) (i32.const 3))))
        (local.set $hash
          (i32.mul
            (i32.and
              (i32.and (local.get $quad) (i32.const 0xdfdfdfdf))
              (i32.xor
                (i32.const -1)
                (i32.or
                  (i32.mul (i32.and (i32.shr_u (local.get $quad) (i32.const 7)) (i32.const 0x01010101)) (i32.const 0x7f))
                  (i32.mul
                    (i32.and
                      (i32.and (i32.shr_u (local.get $quad) (i32.const 4)) (i32.shr_u (local.get $quad) (i32.const 5)))
                      (i32.and
                        (i32.xor
                          (i32.or
                            (i32.shr_u (local.get $quad) (i32.const 6))
                            (i32.shr_u
                              (i32.add (i32.and (local.get $quad) (i32.const 0x0f0f0f0f)) (i32.const 0x06060606))
                              (i32.const 4)))
                          (i32.const -1))
                        (i32.const 0x00010101)))
                    (i32.const 15)))))
            (i32.const 0x8ce69d2b)))
        (local.set $bits
          (i32.and
            (i32.load offset=4 (local.get $list))
            (i32.or
              (i32.load offset=199680
                (i32.shl (i32.load8_u offset=768 (i32.shr_u (local.get $quad) (i32.const 24))) (i32.const 12)))
              (i32.rotr
                (i32.load offset=65536 (i32.and (i32.shr_u (local.get $hash) (i32.const 15)) (i32.const 0x1fffc)))
                (i32.shr_u (local.get $hash) (i32.const 8))))))
        (i32.store (local.get $found) (local.get $entry))
        (i32.store offset=4 (local.get $found) (local.get $bits))
        (local.set $found
          (i32.add
            (local.get $found)
            (i32.shl
              (i32.ne
                (i32.or (local.get $bits) (i32.and (local.get $entry) (i32.const 0x80000000)))
                (i32.const 0))
              (i32.const 3))))
        (br_if $together (i32.lt_u (local.tee $list (i32.add (local.get $list) (i32.const 8))) (local.get $place))))))
    (local.set $place (local.get $found))

    ;; By what is further away.
    (local.set $found (i32.const 1310720))
    (local.set $list (i32.const 1310720))
    (if (i32.ne (local.get $place) (local.get $list)) (then
      (loop $each
        (local.set $entry (i32.load (local.get $list)))
        (local.set $bits (i32.load offset=4 (local.get $list)))
        (local.set $at (i32.and (local.get $entry) (i32.const 0x7fffffff)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (local.set $row (i32.shl (i32.load8_u offset=768 (local.get $byte)) (i32.const 12)))
        (if (i32.and (local.get $bits) (i32.load offset=199684 (local.get $row))) (then
          (if (i32.eqz (call $twice (local.get $at) (local.get $byte))) (then
            (local.set $bits
              (i32.and (local.get $bits) (i32.xor (i32.load offset=199684 (local.get $row)) (i32.const -1))))))))
        (if (i32.and (local.get $bits) (i32.load offset=199688 (local.get $row))) (then
          (local.set $hash
            (i32.xor
              (i32.mul
                (call $fold (i32.load (i32.sub (local.get $at) (i32.const 4))))
                (i32.const 0x8ce69d2b))
              (i32.mul (local.get $byte) (i32.const 0x85ebca6b))))
          (if
            (i32.eqz
              (i32.and
                (i32.and
                  (i32.shr_u
                    (i32.load offset=20480 (i32.shl (i32.shr_u (local.get $hash) (i32.const 20)) (i32.const 2)))
                    (i32.shr_u (local.get $hash) (i32.const 15)))
                  (i32.shr_u
                    (i32.load offset=20480
                      (i32.shl (i32.shr_u (i32.and (local.get $hash) (i32.const 0x1ffff)) (i32.const 5)) (i32.const 2)))
                    (local.get $hash)))
                (i32.const 1)))
            (then
              (local.set $bits
                (i32.and (local.get $bits) (i32.xor (i32.load offset=199688 (local.get $row)) (i32.const -1))))))))
        (if (i32.and (local.get $bits) (i32.load offset=199692 (local.get $row))) (then
          (if (call $prose (local.get $at)) (then
            (local.set $bits
              (i32.and (local.get $bits) (i32.xor (i32.load offset=199692 (local.get $row)) (i32.const -1))))))))
        (local.set $bits (i32.or (local.get $bits) (i32.and (local.get $entry) (i32.const 0x80000000))))
        (i32.store (local.get $found) (i32.add (local.get $at) (local.get $shift)))
        (i32.store offset=4 (local.get $found) (local.get $bits))
        (local.set $found
          (i32.add (local.get $found) (i32.shl (i32.ne (local.get $bits) (i32.const 0)) (i32.const 3))))
        (br_if $each (i32.lt_u (local.tee $list (i32.add (local.get $list) (i32.const 8))) (local.get $place))))))
    (local.get $found))

  ;; Whether a year and a hyphen are at $at.
  (func $dated (param $at i32) (result i32)
    (local $year i32)
    (local.set $year (i32.load (local.get $at)))
    (i32.and
      (i32.and
        (i32.eq (i32.and (local.get $year) (i32.const 0xf0f0f0f0)) (i32.const 0x30303030))
        (i32.eq
          (i32.and (i32.add (local.get $year) (i32.const 0x06060606)) (i32.const 0xf0f0f0f0))
          (i32.const 0x30303030)))
      (i32.eq (i32.load8_u offset=4 (local.get $at)) (i32.const 0x2d))))

  ;; Whether the line of $length bytes that ends at $here has the width of a terminal, or the next one begins with ESC or as
  ;; many blanks as a column is indented.
  (func $wrapped (param $length i32) (param $here i32) (result i32)
    (local $first i32) (local $eighth i32)
    (local.set $first (i32.load8_u offset=1 (local.get $here)))
    (local.set $eighth (i32.load8_u offset=8 (local.get $here)))
    (i32.or
      (i32.or
        (i32.eq (local.get $first) (i32.const 0x1b))
        (i32.and
          (i32.or (i32.eq (local.get $first) (i32.const 0x20)) (i32.eq (local.get $first) (i32.const 9)))
          (i32.or (i32.eq (local.get $eighth) (i32.const 0x20)) (i32.eq (local.get $eighth) (i32.const 9)))))
      (i32.and
        (i32.lt_u (local.get $length) (i32.const 256))
        (i32.load8_u offset=17728 (i32.and (local.get $length) (i32.const 255))))))

  ;; From $at up to $end, sixteen bytes a word of 32 bits: in its lower half at which of them a line ends that may continue,
  ;; in its upper half at which a pair begins, but not before a date. Where the word is not zero, the position of the sixteen
  ;; and the word are kept at $found; $shift makes addresses positions. What follows a line feed is judged up to $known.
  ;; Answers the address behind the last one, which may include bytes behind $end.
  (func (export "survey")
    (param $at i32) (param $end i32) (param $shift i32) (param $found i32) (param $known i32) (result i32)
    (local $lines i32) (local $pairs i32) (local $beyond i32) (local $rest i32) (local $here i32) (local $bit i32)
    (local $line i32) (local $last i32) (local $ending i32)
    (local $c v128) (local $d v128)
    (loop $sixteen
      (local.set $c (v128.load (local.get $at)))
      (local.set $d (v128.load offset=1 (local.get $at)))
      (local.set $lines (i8x16.bitmask (i8x16.eq (local.get $c) (i8x16.splat (i32.const 10)))))
      (local.set $beyond (i8x16.bitmask (local.get $c)))
      (local.set $pairs
        (i8x16.bitmask (i8x16.ne (v128.const i32x4 0 0 0 0) (v128.and
          (v128.and
            (i8x16.swizzle (v128.load offset=17408 (i32.const 0))
              (v128.and (local.get $c) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
            (i8x16.swizzle (v128.load offset=17424 (i32.const 0)) (i8x16.shr_u (local.get $c) (i32.const 4))))
          (v128.and
            (i8x16.swizzle (v128.load offset=17440 (i32.const 0))
              (v128.and (local.get $d) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
            (i8x16.swizzle (v128.load offset=17456 (i32.const 0)) (i8x16.shr_u (local.get $d) (i32.const 4))))))))
      (if (local.tee $rest (i32.or (local.get $lines) (local.get $pairs))) (then
        (loop $each
          (local.set $here (i32.add (local.get $at) (i32.ctz (local.get $rest))))
          (local.set $bit (i32.and (local.get $rest) (i32.sub (i32.const 0) (local.get $rest))))
          (local.set $rest (i32.xor (local.get $rest) (local.get $bit)))
          (if (i32.and (local.get $pairs) (local.get $bit))
            (then
              (if
                (i32.and
                  (i32.eq (i32.load8_u (local.get $here)) (i32.const 0x5b))
                  (call $dated (i32.add (local.get $here) (i32.const 1))))
                (then (local.set $pairs (i32.xor (local.get $pairs) (local.get $bit))))
                (else (local.set $line (i32.const 0)))))
            (else
              ;; $line is where the line begins; 0 if that is not known, or its bytes do not tell its width.
              (if (i32.and (local.get $beyond) (i32.sub (local.get $bit) (i32.const 1)))
                (then (local.set $line (i32.const 0))))
              (local.set $beyond (i32.and (local.get $beyond) (i32.sub (i32.const 0) (local.get $bit))))
              (local.set $last
                (i32.sub
                  (local.get $here)
                  (select
                    (i32.const 2)
                    (i32.const 1)
                    (i32.eq (i32.load8_u (i32.sub (local.get $here) (i32.const 1))) (i32.const 13)))))
              (local.set $ending (i32.load8_u offset=17472 (i32.load8_u (local.get $last))))
              (if (i32.and (i32.eq (local.get $ending) (i32.const 1)) (i32.le_s (local.get $here) (local.get $known)))
                (then
                  (if
                    (i32.or
                      (i32.eq (i32.load8_u offset=1 (local.get $here)) (i32.const 0x5b))
                      (call $dated (i32.add (local.get $here) (i32.const 1))))
                    (then (local.set $ending (i32.const 2)))
                    (else
                      (if (local.get $line) (then
                        (if
                          (i32.eqz
                            (call $wrapped
                              (i32.sub (i32.add (local.get $last) (i32.const 1)) (local.get $line))
                              (local.get $here)))
                          (then (local.set $ending (i32.const 2))))))))))
              (if (i32.eq (local.get $ending) (i32.const 2))
                (then (local.set $lines (i32.xor (local.get $lines) (local.get $bit)))))
              (local.set $line (i32.add (local.get $here) (i32.const 1)))))
          (br_if $each (local.get $rest)))
        (i32.store (local.get $found) (i32.add (local.get $at) (local.get $shift)))
        (i32.store offset=4
          (local.get $found)
          (i32.or (local.get $lines) (i32.shl (local.get $pairs) (i32.const 16))))
        (local.set $found
          (i32.add
            (local.get $found)
            (i32.shl (i32.ne (i32.or (local.get $lines) (local.get $pairs)) (i32.const 0)) (i32.const 3))))))
      (local.set $line (select (i32.const 0) (local.get $line) (local.get $beyond)))
      (br_if $sixteen
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (local.get $found))

  ;; From $at up to $end in steps of five bytes, where four bytes stand both of whose hashes have their bits set; $shift
  ;; makes addresses positions, and $found is where they go. Answers the address behind the last one.
  (func (export "grams") (param $at i32) (param $end i32) (param $shift i32) (param $found i32) (result i32)
    (local $hash i32) (local $list i32) (local $place i32)
    ;; Places by the first hash.
    (local.set $list (local.get $found))
    (local.set $place (local.get $found))
    (loop $five
      (local.set $hash
        (i32.shr_u (i32.mul (i32.load (local.get $at)) (i32.const 0x9e3779b1)) (i32.const 16)))
      (i32.store (local.get $place) (local.get $at))
      (local.set $place
        (i32.add
          (local.get $place)
          (i32.shl
            (i32.and
              (i32.shr_u
                (i32.load offset=1024 (i32.shl (i32.shr_u (local.get $hash) (i32.const 5)) (i32.const 2)))
                (local.get $hash))
              (i32.const 1))
            (i32.const 2))))
      (br_if $five
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 5))) (local.get $end))))

    ;; And by the second one. What remains takes the place of what was there.
    (if (i32.ne (local.get $place) (local.get $list)) (then
      (loop $each
        (local.set $at (i32.load (local.get $list)))
        (local.set $hash
          (i32.shr_u (i32.mul (i32.load (local.get $at)) (i32.const 0x85ebca6b)) (i32.const 16)))
        (i32.store (local.get $found) (i32.add (local.get $at) (local.get $shift)))
        (local.set $found
          (i32.add
            (local.get $found)
            (i32.shl
              (i32.and
                (i32.shr_u
                  (i32.load offset=9216 (i32.shl (i32.shr_u (local.get $hash) (i32.const 5)) (i32.const 2)))
                  (local.get $hash))
                (i32.const 1))
              (i32.const 2))))
        (br_if $each (i32.lt_u (local.tee $list (i32.add (local.get $list) (i32.const 4))) (local.get $place))))))
    (local.get $found)))
