using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OutboxTrends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutboxRecipients_Address_TenantId_MessageId",
                table: "OutboxRecipients");

            migrationBuilder.AddColumn<string>(
                name: "AcceptedBy",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WantedAt",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("UPDATE OutboxMessages SET WantedAt = AcceptedAt");

            migrationBuilder.AddColumn<byte[]>(
                name: "ProviderOwner",
                table: "OutboxAttempts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "OutboxLatest",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Stage = table.Column<int>(type: "INTEGER", nullable: true),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxLatest", x => new { x.TenantId, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "OutboxTrends",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    Measure = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxTrends", x => new { x.TenantId, x.Start, x.Measure });
                });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_TenantId_Address_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "TenantId", "Address", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxTrends_Start",
                table: "OutboxTrends",
                column: "Start");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OutboxLatest");

            migrationBuilder.DropTable(
                name: "OutboxTrends");

            migrationBuilder.DropIndex(
                name: "IX_OutboxRecipients_TenantId_Address_MessageId",
                table: "OutboxRecipients");

            migrationBuilder.DropColumn(
                name: "AcceptedBy",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "WantedAt",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "ProviderOwner",
                table: "OutboxAttempts");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_Address_TenantId_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "Address", "TenantId", "MessageId" });
        }
    }
}
