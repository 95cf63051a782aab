using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OutboxSizes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OutboxSizes",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    WaitingBytes = table.Column<long>(type: "INTEGER", nullable: false),
                    KeyBytes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxSizes", x => x.TenantId);
                });

            // Answers that accepted nothing are kept no longer, the others in short: a byte for each message and the id of what was accepted
            migrationBuilder.Sql(
                """
                DELETE FROM OutboxKeys WHERE CASE
                    WHEN NOT json_valid(CAST(Answer AS TEXT)) THEN 1
                    WHEN json_extract(CAST(Answer AS TEXT), '$.id') IS NOT NULL THEN 0
                    ELSE NOT EXISTS (SELECT 1 FROM json_each(CAST(OutboxKeys.Answer AS TEXT), '$.results') WHERE json_extract(value, '$.code') = 202)
                END
                """);
            migrationBuilder.Sql(
                """
                UPDATE OutboxKeys SET Answer = unhex(CASE
                    WHEN json_extract(CAST(Answer AS TEXT), '$.id') IS NOT NULL
                        THEN '00' || replace(json_extract(CAST(Answer AS TEXT), '$.id'), '-', '')
                    ELSE (
                        SELECT group_concat(
                            CASE json_extract(value, '$.code')
                                WHEN 202 THEN '00' || replace(json_extract(value, '$.id'), '-', '')
                                WHEN 413 THEN '02'
                                WHEN 429 THEN '03'
                                ELSE '01'
                            END, '' ORDER BY key)
                        FROM json_each(CAST(OutboxKeys.Answer AS TEXT), '$.results'))
                END)
                """);

            // Queued and retrying messages; a key takes 128 bytes and its answer
            migrationBuilder.Sql(
                """
                INSERT INTO OutboxSizes (TenantId, WaitingBytes, KeyBytes)
                SELECT TenantId, SUM(Waiting), SUM(Keys) FROM (
                    SELECT TenantId, Size AS Waiting, 0 AS Keys FROM OutboxMessages WHERE State IN (0, 2)
                    UNION ALL
                    SELECT TenantId, 0, 128 + length(Answer) FROM OutboxKeys)
                GROUP BY TenantId
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // An older version could not read them
            migrationBuilder.Sql("DELETE FROM OutboxKeys");
            migrationBuilder.DropTable(
                name: "OutboxSizes");
        }
    }
}
