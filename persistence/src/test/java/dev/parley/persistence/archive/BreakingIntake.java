package dev.parley.persistence.archive;

import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Intake;
import java.io.IOException;
import java.util.List;

/** Fails after so many parts. */
public final class BreakingIntake implements Intake {
    private final Intake intake;
    private int left;

    public BreakingIntake(Intake intake, int left) {
        this.intake = intake;
        this.left = left;
    }

    @Override
    public void store(String journalId, List<Filed> events) throws IOException {
        if (left-- == 0) {
            throw new IOException("no space left");
        }
        intake.store(journalId, events);
    }

    @Override
    public void keep(String journalId, Checkpoint checkpoint) throws IOException {
        intake.keep(journalId, checkpoint);
    }
}
