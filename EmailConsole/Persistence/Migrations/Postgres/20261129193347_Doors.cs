using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>By which way a message came, and what programs with a key were refused.</summary>
    public partial class Doors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "door",
                table: "outboxmessages",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "apikeyrefusals",
                columns: table => new
                {
                    keyid = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    lastat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lastreply = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_apikeyrefusals", x => new { x.keyid, x.code });
                    table.ForeignKey(
                        name: "fk_apikeyrefusals_apikeys_keyid",
                        column: x => x.keyid,
                        principalTable: "apikeys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "apikeyrefusals");

            migrationBuilder.DropColumn(
                name: "door",
                table: "outboxmessages");
        }
    }
}
