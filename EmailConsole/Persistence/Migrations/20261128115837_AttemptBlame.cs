using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AttemptBlame : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Blame",
                table: "OutboxAttempts",
                type: "INTEGER",
                nullable: true);

            // Earlier attempts: as the stage says (DeliveryStage, Blame)
            migrationBuilder.Sql(
                "UPDATE OutboxAttempts SET Blame = CASE WHEN Stage = 8 THEN 0 WHEN Stage = 7 THEN 1 WHEN Stage = 6 THEN 2 "
                + "WHEN Stage IN (4, 5) THEN 3 ELSE 5 END WHERE Stage IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Blame",
                table: "OutboxAttempts");
        }
    }
}
