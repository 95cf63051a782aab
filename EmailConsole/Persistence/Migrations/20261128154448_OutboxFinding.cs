using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OutboxFinding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Cause",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FailedAt",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SendAt",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Domain",
                table: "OutboxRecipients",
                type: "TEXT",
                nullable: false,
                computedColumnSql: "substr(\"Address\", length(rtrim(\"Address\", replace(\"Address\", '@', ''))) + 1)",
                stored: false);

            // The key alone is the row: half of what a table with a rowid and an index of the key takes
            migrationBuilder.Sql(
                """
                CREATE TABLE "OutboxTags" (
                    "TenantId" BLOB NOT NULL,
                    "Pair" TEXT NOT NULL,
                    "MessageId" BLOB NOT NULL,
                    CONSTRAINT "PK_OutboxTags" PRIMARY KEY ("TenantId", "Pair", "MessageId")
                ) WITHOUT ROWID
                """);

            migrationBuilder.Sql(
                """
                INSERT OR IGNORE INTO OutboxTags (TenantId, Pair, MessageId)
                SELECT m.TenantId, substr(pair.key || '=' || pair.value, 1, 128), m.Id
                FROM OutboxMessages m, json_each(m.Metadata) pair WHERE m.Metadata IS NOT NULL AND json_valid(m.Metadata)
                """);

            // What waits for its first attempt is due at its sender's time, at its acceptance, or since it was resent
            migrationBuilder.Sql("UPDATE OutboxMessages SET SendAt = DueAt WHERE State = 0 AND DueAt > AcceptedAt");

            // Retrying, failed and expired messages: why the last attempt failed
            migrationBuilder.Sql(
                """
                UPDATE OutboxMessages SET (Cause, FailedAt) = (
                    SELECT a.Kind || '-' || a.Stage || CASE WHEN a.Blame IN (0, 1) THEN COALESCE('-' || a.EnhancedCode, '-' || a.ReplyCode, '') ELSE '' END, a.StartedAt
                    FROM OutboxAttempts a WHERE a.MessageId = OutboxMessages.Id AND a.Kind IS NOT NULL AND a.Stage IS NOT NULL
                    ORDER BY a.Number DESC LIMIT 1)
                WHERE State IN (2, 4, 5)
                """);
            migrationBuilder.Sql("UPDATE OutboxMessages SET Cause = 'expired', FailedAt = FinishedAt WHERE State = 5 AND Cause IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_TenantId_Domain_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "TenantId", "Domain", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_AcceptedBy_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "AcceptedBy", "Id" },
                filter: "\"AcceptedBy\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_Cause_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "Cause", "Id" },
                filter: "\"Cause\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_FailedAt_Cause",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "FailedAt", "Cause" },
                filter: "\"Cause\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_InternetMessageId",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "InternetMessageId" },
                filter: "\"AttemptsBefore\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_SendAt_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "SendAt", "Id" },
                filter: "\"SendAt\" IS NOT NULL AND \"State\" = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OutboxTags");

            migrationBuilder.DropIndex(
                name: "IX_OutboxRecipients_TenantId_Domain_MessageId",
                table: "OutboxRecipients");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_TenantId_AcceptedBy_Id",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_TenantId_Cause_Id",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_TenantId_FailedAt_Cause",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_TenantId_InternetMessageId",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_TenantId_SendAt_Id",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "Domain",
                table: "OutboxRecipients");

            migrationBuilder.DropColumn(
                name: "Cause",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "FailedAt",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "SendAt",
                table: "OutboxMessages");
        }
    }
}
