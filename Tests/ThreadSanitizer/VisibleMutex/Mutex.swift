import Glibc

/// The standard library's `Mutex` on a lock that ThreadSanitizer knows.
///
/// Only a build for ThreadSanitizer has it, under the name `Synchronization` (Package.swift). The standard library's own
/// lock waits in the kernel in code that is not instrumented: whoever waited seems to have had no lock, and what it
/// guards is reported as a race. This one guards as much and no more, so that a real race is still found, with locks
/// taken in circles beside.
///
/// `@unchecked Sendable`: the value is reached only by the holder of the lock.
package struct Mutex<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    // Both have an address of their own, for the lock's is its identity.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)

    /// Starts unlocked.
    package init(_ initialValue: consuming sending Value) {
        pthread_mutex_init(lock, nil)
        value.initialize(to: initialValue)
    }

    deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// Lends the value to a closure while nobody else has it.
    /// - Throws: what the closure throws.
    package borrowing func withLock<Result: ~Copyable, Failure>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value.pointee)
    }
}
