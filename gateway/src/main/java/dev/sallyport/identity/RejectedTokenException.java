package dev.sallyport.identity;

import com.nimbusds.jwt.proc.BadJWTException;

/** Carries a reason that was written for the token's holder through the library's token processor. */
final class RejectedTokenException extends BadJWTException {

    private static final long serialVersionUID = 1L;

    RejectedTokenException(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
