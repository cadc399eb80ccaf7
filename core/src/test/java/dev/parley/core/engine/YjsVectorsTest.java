package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What Yjs does, the engine does: every case of the vectors is a test with the case's name. {@code -Dparley.vectors=DIR} runs
 * those of another folder.
 */
class YjsVectorsTest {

    @Test
    void there_are_vectors_in_the_folder() {
        assertThat(VectorFile.names())
                .as("files of vectors in %s (-D%s)", VectorFile.folder(), VectorFile.FOLDER_PROPERTY)
                .isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> documents_of_every_content_are_edited_and_received() {
        return tests(VectorFile.named("documents.json"), DocumentVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> sessions_end_the_same_in_every_order() {
        return tests(VectorFile.sessions(), SessionVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> edits_give_out_the_same_bytes() {
        return tests(VectorFile.named("edits.json"), EditVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> observers_see_the_same() {
        return tests(VectorFile.named("events.json"), EventVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> formats_are_tidied_up_if_that_is_wanted() {
        return tests(VectorFile.named("cleanup.json"), CleanupVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> updates_are_merged_and_cut_without_a_document() {
        return tests(VectorFile.named("merge.json"), MergeVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> snapshots_show_documents_as_they_were() {
        return tests(VectorFile.named("snapshots.json"), SnapshotVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> relative_positions_stay_at_their_place() {
        return tests(VectorFile.named("positions.json"), PositionVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> undo_and_redo_do_the_same() {
        return tests(VectorFile.named("undo.json"), UndoVectors::check);
    }

    @TestFactory
    Stream<DynamicTest> broken_and_hostile_updates_change_nothing() {
        return tests(VectorFile.named("malformed.json"), MalformedVectors::check);
    }

    private interface Check {
        void check(VectorCase vector) throws Exception;
    }

    private static Stream<DynamicTest> tests(List<VectorFile> files, Check check) {
        return files.stream()
                .flatMap(VectorFile::cases)
                .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> run(vector, check)));
    }

    private static void run(VectorCase vector, Check check) {
        try {
            check.check(vector);
        } catch (Exception | StackOverflowError e) {
            throw new AssertionError(vector.where() + ": " + e, e);
        }
    }
}
